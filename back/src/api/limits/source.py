"""Reading a document's text into its tree, within the limits of its length and of its tokens."""

from graphql import DocumentNode, GraphQLSyntaxError, parse

from api.limits.refused import Refused, over_limit
from settings import Limits

_TOO_MANY = ("Syntax Error: Document contains more than", "Syntax Error: Document contains more comments than")


def parse_source(text: str, limits: Limits) -> DocumentNode:
    """Parse a document; comments count as tokens do. Raises `Refused` for a syntax error and past the limits."""
    size = len(text.encode())
    if size > limits.document_bytes:
        raise over_limit("document_bytes", limits.document_bytes, f"The document has {size} bytes")
    tokens = limits.document_tokens
    try:
        return parse(text, max_lexical_tokens=tokens, max_comments=tokens)
    except GraphQLSyntaxError as error:
        if error.message.startswith(_TOO_MANY):
            raise over_limit("document_tokens", tokens, "The document has too many tokens") from None
        error.extensions = {"code": "SYNTAX_ERROR"}
        raise Refused([error]) from None
