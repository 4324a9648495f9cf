/// Kinds of guest memory.
@NullMarked
package org.barscope.engine.memory;

import org.jspecify.annotations.NullMarked;
