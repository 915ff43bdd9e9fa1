"""One way to run a child: spawned, spoken to in typed frames, limited, ended without fail.

`Child` is the parent's handle, `Channel` the pipe both sides hold. A child's module has one function,
`main(connection)`, that builds its own typed `Channel` and returns when `receive` raises `ChannelClosed`.
"""

from models.process.channel import Channel, ChannelClosed
from models.process.child import Child, Exit, Limits

__all__ = ["Channel", "ChannelClosed", "Child", "Exit", "Limits"]
