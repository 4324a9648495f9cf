/// The selected row, field by field, beside its bytes.
@NullMarked
package org.barscope.app.details;

import org.jspecify.annotations.NullMarked;
