/// A VF: its legacy register file and its PCI function.
@NullMarked
package org.barscope.engine.member;

import org.jspecify.annotations.NullMarked;
