/// The network device: its feature bits, its configuration, its queues.
@NullMarked
package org.barscope.engine.protocol.device.net;

import org.jspecify.annotations.NullMarked;
