"""The Facebook Page as a Channel. The only import of facebook-sdk, which is old and stays behind one overridden method."""
