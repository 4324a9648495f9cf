package org.barscope.samples;

import java.util.List;
import java.util.function.UnaryOperator;

/// What a log of another QEMU, or of other `-trace` options, would look like.
enum Change implements UnaryOperator<List<String>> {
  /// As with `-msg timestamp=off` into a file.
  WITHOUT_TIMES {
    @Override
    String line(String line) {
      return line.substring(line.indexOf(' ') + 1);
    }
  },
  /// As older QEMU writes them.
  PROCESS_AND_SECONDS {
    @Override
    String line(String line) {
      // 2026-11-22T07:48:58.072039Z; all logs are of one day
      int seconds =
          3600 * Integer.parseInt(line, 11, 13, 10)
              + 60 * Integer.parseInt(line, 14, 16, 10)
              + Integer.parseInt(line, 17, 19, 10);
      return "4711@" + (MIDNIGHT + seconds) + line.substring(19, 26) + ":" + line.substring(28);
    }
  },
  /// As QEMU before 6.2 writes them.
  WITHOUT_REGION_NAMES {
    @Override
    String line(String line) {
      int name = line.indexOf(" name '");
      return name < 0 ? line : line.substring(0, name);
    }
  },
  WITHOUT_MAPPINGS("pci_update_mappings_"),
  WITHOUT_CONFIG("pci_cfg_"),
  WITHOUT_MSIX("msix_write_config "),
  WITHOUT_CONFIG_AND_MSIX("pci_cfg_", "msix_write_config "),
  WITHOUT_INTERRUPTS("virtio_notify "),
  WITHOUT_KICKS("virtio_queue_notify "),
  /// As with `grep virtio-pci`.
  REGISTERS_ONLY {
    @Override
    boolean keeps(String line) {
      return line.endsWith(" name 'virtio-pci'");
    }
  };

  private static final long MIDNIGHT = 1795305600; // 2026-11-22T00:00:00Z

  private final List<String> gone;

  Change(String... gone) {
    this.gone = List.of(gone);
  }

  @Override
  public List<String> apply(List<String> lines) {
    return lines.stream().filter(this::keeps).map(this::line).toList();
  }

  boolean keeps(String line) {
    return gone.stream().noneMatch(line::contains);
  }

  String line(String line) {
    return line;
  }
}
