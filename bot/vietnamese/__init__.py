"""Pure: what is known of written Vietnamese, whoever asks: how a syllable is built, how it is compared, what old charsets did to it, and how newspapers sign. Strings come in, values go out."""
