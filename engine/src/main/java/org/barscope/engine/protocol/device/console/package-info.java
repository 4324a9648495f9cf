/// The console device: its feature bits, its configuration, its queues.
@NullMarked
package org.barscope.engine.protocol.device.console;

import org.jspecify.annotations.NullMarked;
