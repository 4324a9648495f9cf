/// The entropy device: its queue.
@NullMarked
package org.barscope.engine.protocol.device.entropy;

import org.jspecify.annotations.NullMarked;
