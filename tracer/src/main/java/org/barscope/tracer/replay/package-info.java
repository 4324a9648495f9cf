/// What a recording reveals about the device it came from, and what it lacks for being played.
@NullMarked
package org.barscope.tracer.replay;

import org.jspecify.annotations.NullMarked;
