"""An indexer as a process of its own, to be killed: it follows a table's stream, and applies it to an index in a folder.

`python indexer_process.py ADDRESS TABLE FOLDER`; its leases are in the folder too.
"""

import asyncio
import signal
import sys
from pathlib import Path

from indexer.loop import index
from indexing import work_on
from raw_stream import stream_of
from sqlite.table import open_table
from stores import SCHEMA

DATABASE = "index.sqlite3"


async def main(url: str, table: str, folder: Path) -> None:
    """Follow until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    leases = await open_table(folder / DATABASE, search=SCHEMA)
    try:
        async with stream_of(url, table) as feed:
            print("ready", flush=True)
            await index(work_on(feed, leases, leases.index, SCHEMA), stop)
    finally:
        await leases.close()
    print("ended", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
