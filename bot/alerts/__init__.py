"""The edge towards people: what a messenger is, and the one that sends through apprise (e-mail, Telegram, Zalo and others). The only home of apprise."""
