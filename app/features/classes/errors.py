"""What the feature refuses."""


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""
