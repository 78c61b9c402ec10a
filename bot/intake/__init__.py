"""The edge towards websites: HTTP fetch, feedparser, identity. Bytes come in; Entries or one FeedError go out. The only home of feedparser."""
