/// The pcapng container: blocks and options, without any meaning (draft-ietf-opsawg-pcapng).
@NullMarked
package org.barscope.tracer.pcapng;

import org.jspecify.annotations.NullMarked;
