/// The front door of the engine: a topology goes in, a running emulation comes out.
@NullMarked
package org.barscope.engine;

import org.jspecify.annotations.NullMarked;
