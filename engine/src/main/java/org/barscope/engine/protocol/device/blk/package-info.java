/// The block device: its feature bits, its configuration, its queues.
@NullMarked
package org.barscope.engine.protocol.device.blk;

import org.jspecify.annotations.NullMarked;
