package org.barscope.tracer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;

/// The registers of PCI configuration space by name.
public final class ConfigDecoder {
  private ConfigDecoder() {}

  /// The header register that the byte at `offset` is in; empty for a byte without a name and for
  /// capabilities.
  public static Optional<ConfigRegister> register(int offset) {
    for (ConfigRegister register : ConfigRegister.values()) {
      if (register.field().holds(offset, 1)) {
        return Optional.of(register);
      }
    }
    return Optional.empty();
  }

  /// What an access touches, in words: `COMMAND`, `DEVICE_ID[1]` for a part, nothing for a byte
  /// without a name.
  static String place(int offset, int width) {
    return register(offset)
        .map(
            r -> " " + r.name() + (r.field().holds(offset, width) ? inside(r, offset, width) : "+"))
        .orElse("");
  }

  /// What the value of a whole register means, with a space before it; nothing for most.
  static String meaning(ConfigRegister register, long value) {
    if (register != ConfigRegister.COMMAND) {
      return "";
    }
    List<String> words = new ArrayList<>();
    bit(value, PciCommand.IO, "IO", words);
    bit(value, PciCommand.MEMORY, "MEMORY", words);
    bit(value, PciCommand.MASTER, "MASTER", words);
    bit(value, PciCommand.INTX_DISABLE, "INTX_DISABLE", words);
    return words.isEmpty() ? "" : " " + String.join("|", words);
  }

  private static void bit(long value, int bit, String word, List<String> into) {
    if ((value & bit) != 0) {
      into.add(word);
    }
  }

  private static String inside(ConfigRegister register, int offset, int width) {
    int from = offset - register.offset();
    return width == register.width() ? "" : "[" + from + "]";
  }
}
