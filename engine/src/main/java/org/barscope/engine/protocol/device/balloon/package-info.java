/// The memory balloon device: its feature bits, its configuration, its queues.
@NullMarked
package org.barscope.engine.protocol.device.balloon;

import org.jspecify.annotations.NullMarked;
