/// The SCSI host device: its feature bits, its configuration, its queues.
@NullMarked
package org.barscope.engine.protocol.device.scsi;

import org.jspecify.annotations.NullMarked;
