/// What guests did to their devices, wherever it was recorded: the input of a recorded guest.
@NullMarked
package org.barscope.tracer.recording;

import org.jspecify.annotations.NullMarked;
