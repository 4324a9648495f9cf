/// The ports: small interfaces between the rooms of the path, which tracing and faults decorate.
@NullMarked
package org.barscope.engine.port;

import org.jspecify.annotations.NullMarked;
