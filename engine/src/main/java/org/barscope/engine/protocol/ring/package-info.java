/// The split virtqueue: descriptor flags and the layout of a ring in memory.
@NullMarked
package org.barscope.engine.protocol.ring;

import org.jspecify.annotations.NullMarked;
