/// The registers of one member, as of the selected row.
@NullMarked
package org.barscope.app.registers;

import org.jspecify.annotations.NullMarked;
