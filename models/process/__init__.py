"""One way to run a child: spawned, spoken to in typed frames, limited, ended without fail.

`Child` is the parent's handle, `Channel` the pipe both sides hold. A child's module has one function,
`main(wire)`, that builds its own typed `Channel` and returns when `receive` raises `ChannelClosed`. A child that may
touch the network is started through the `Gate`; everything else is locked (models.process.guard).
"""

from models.process.channel import Channel, ChannelClosed
from models.process.child import Child
from models.process.gate import Gate
from models.process.spec import Exit, Limits, Spec
from models.process.wire import Wire

__all__ = ["Channel", "ChannelClosed", "Child", "Exit", "Gate", "Limits", "Spec", "Wire"]
