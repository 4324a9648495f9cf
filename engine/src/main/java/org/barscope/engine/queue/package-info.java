/// The split virtqueue, seen by its driver and by its device.
@NullMarked
package org.barscope.engine.queue;

import org.jspecify.annotations.NullMarked;
