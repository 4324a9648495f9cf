/// The PF as a device: its function, its admin virtqueue, the firmware that answers commands.
@NullMarked
package org.barscope.engine.owner;

import org.jspecify.annotations.NullMarked;
