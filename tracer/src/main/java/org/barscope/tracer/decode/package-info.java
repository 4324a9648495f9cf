/// Events as text: names of registers, words of values, one-line forms. One decoder per protocol
/// room.
@NullMarked
package org.barscope.tracer.decode;

import org.jspecify.annotations.NullMarked;
