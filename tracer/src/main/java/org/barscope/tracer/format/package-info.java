/// Importers: foreign trace formats read into recordings.
@NullMarked
package org.barscope.tracer.format;

import org.jspecify.annotations.NullMarked;
