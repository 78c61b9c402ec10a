"""The edge towards places that publish: the Channel protocol, and a folder for each kind of channel."""
