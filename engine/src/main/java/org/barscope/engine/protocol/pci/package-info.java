/// PCI configuration space: header fields, command bits, identities, capabilities.
@NullMarked
package org.barscope.engine.protocol.pci;

import org.jspecify.annotations.NullMarked;
