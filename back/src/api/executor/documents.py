"""Documents that were already prepared, by the hash of their text: the oldest unused ones go when the memory is full."""

from collections import OrderedDict

from graphql import GraphQLSchema

from api.executor.prepared import Prepared, digest_of, prepare
from settings import Limits


class Documents:
    """A cache of an application; nothing that was refused is kept in it."""

    def __init__(self, maximum_bytes: int) -> None:
        self._maximum_bytes = maximum_bytes
        self._bytes = 0
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._answers: dict[str, bytes] = {}

    def get(self, text: str, *, schema: GraphQLSchema, limits: Limits) -> Prepared:
        """Return a document ready to execute, prepared now or before. Raises `Refused`."""
        digest = digest_of(text)
        found = self._prepared.get(digest)
        if found is not None and found.schema is schema:
            self._prepared.move_to_end(digest)
            return found
        prepared = prepare(text, digest, schema=schema, limits=limits)
        self._add(prepared)
        return prepared

    def get_answer(self, prepared: Prepared) -> bytes | None:
        """Return the kept answer of a document, if it is still here."""
        return self._answers.get(prepared.digest)

    def keep_answer(self, prepared: Prepared, answer: bytes) -> None:
        """Keep the answer of a document that depends on the schema alone, for as long as the document itself."""
        if self._prepared.get(prepared.digest) is prepared and prepared.digest not in self._answers:
            self._answers[prepared.digest] = answer
            self._bytes += len(answer)
            self._evict()

    @property
    def size(self) -> int:
        """The memory taken, in estimated bytes."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._prepared)

    def _add(self, prepared: Prepared) -> None:
        if prepared.digest in self._prepared:
            self._remove(prepared.digest)
        self._prepared[prepared.digest] = prepared
        self._bytes += prepared.size
        self._evict()

    def _evict(self) -> None:
        while self._bytes > self._maximum_bytes:
            self._remove(next(iter(self._prepared)))

    def _remove(self, digest: str) -> None:
        self._bytes -= self._prepared.pop(digest).size + len(self._answers.pop(digest, b""))
