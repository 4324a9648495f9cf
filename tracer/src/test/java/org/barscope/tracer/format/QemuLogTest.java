package org.barscope.tracer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.Recording;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QemuLogTest {
  private static final String MAPPED =
      "pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20\n";
  private static final String RESET =
      "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 1 name 'virtio-pci'\n";

  private static List<String> words(String log) {
    return QemuLogs.words(QemuLogs.device(log));
  }

  @Nested
  class LinePrefixes {
    @Test
    void takesTimeFromIsoTimestamps() {
      Recording recording =
          QemuLogs.read(
              """
              2026-12-31T23:59:59.999999Z foo_bar cpu 0
              2027-01-01T00:00:00.000001Z memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x7 size 1 name 'virtio-pci'
              """);
      assertTrue(recording.timed());
      assertEquals(2000, recording.devices().getFirst().steps().getFirst().time());
    }

    @Test
    void takesTimeFromProcessAndSeconds() {
      Recording recording =
          QemuLogs.read(
              """
              4711@1700000000.999999:foo_bar cpu 0
              4711@1700000002.000001:memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x7 size 1 name 'virtio-pci'
              """);
      assertTrue(recording.timed());
      assertEquals(1_000_002_000L, recording.devices().getFirst().steps().getFirst().time());
    }

    @Test
    void countsLinesWhereThereAreNoTimes() {
      Recording recording = QemuLogs.read("foo_bar\nfoo_bar\n" + RESET);
      assertFalse(recording.timed());
      assertEquals(3000, recording.devices().getFirst().steps().getFirst().time());
    }

    @Test
    void mayChangeFromLineToLine() {
      RecordedDevice device =
          QemuLogs.device(
              """
              2026-01-01T00:00:00.000000Z memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x1 size 1 name 'virtio-pci'
              memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x2 size 1 name 'virtio-pci'
              2026-01-01T01:00:00.000005+01:00 memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x3 size 1 name 'virtio-pci'
              """);
      assertEquals(List.of("R8@12=01", "R8@12=02", "R8@12=03"), QemuLogs.words(device));
      assertEquals(List.of(0L, 0L, 5000L), device.steps().stream().map(s -> s.time()).toList());
    }

    @Test
    void keepTheLineOrderWhenTimesGoBack() {
      RecordedDevice device =
          QemuLogs.device(
              """
              1@100.000000:memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x1 size 1 name 'virtio-pci'
              1@100.000009:memory_region_ops_read cpu 0 mr 0x55 addr 0xc012 value 0x2 size 1 name 'virtio-pci'
              1@100.000008:memory_region_ops_read cpu 1 mr 0x55 addr 0xc012 value 0x3 size 1 name 'virtio-pci'
              """);
      assertEquals(List.of("R8@12=01", "R8@12=02", "R8@12=03"), QemuLogs.words(device));
      assertEquals(List.of(0L, 9000L, 9000L), device.steps().stream().map(s -> s.time()).toList());
    }
  }

  @Nested
  class RegisterAccesses {
    @Test
    void keepOffsetWidthAndValue() {
      assertEquals(
          List.of("W8@12=00", "R32@00=6480bf79", "W16@0e=0100", "W32@08=98240000"),
          words(
              MAPPED
                  + RESET
                  + """
                  memory_region_ops_read cpu 0 mr 0x5500 addr 0xc000 value 0x79bf8064 size 4 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0xc00e value 0x1 size 2 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0xc008 value 0x2498 size 4 name 'virtio-pci'
                  """));
    }

    @Test
    void areCutToTheirWidth() {
      assertEquals(
          List.of("R8@1f=ff"),
          words(
              "memory_region_ops_read cpu 0 mr 0x55 addr 0xc01f value 0xffffffff size 1 name"
                  + " 'virtio-pci'\n"));
    }

    @Test
    void ofModernRegionsAreNotLegacy() {
      assertEquals(
          List.of("W8@12=00"),
          words(
              RESET
                  + """
                  memory_region_ops_write cpu 0 mr 0x77 addr 0xfe000014 value 0x0 size 1 name 'virtio-pci-common-virtio-net'
                  memory_region_ops_write cpu 0 mr 0x78 addr 0xfe001000 value 0x0 size 1 name 'virtio-pci-isr'
                  """));
    }

    @Test
    void followABarThatMoves() {
      assertEquals(
          List.of("W8@12=00", "R8@12=00"),
          words(
              MAPPED
                  + RESET
                  + """
                  pci_update_mappings_del virtio-net-pci 00:04.0 0,0xc000+0x20
                  pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc020+0x20
                  memory_region_ops_read cpu 0 mr 0x5500 addr 0xc032 value 0x0 size 1 name 'virtio-pci'
                  """));
    }

    @Test
    void takeTheBaseFromALaterMappingLine() {
      RecordedDevice device = QemuLogs.device(RESET + MAPPED);
      assertEquals("virtio-net-pci 00:04.0", device.name());
      assertFalse(device.baseInferred());
    }

    @Test
    void inferTheBaseWithoutMappingLines() {
      RecordedDevice device =
          QemuLogs.device(
              """
              memory_region_ops_read cpu 0 mr 0x55 addr 0x20b0 value 0x0 size 1 name 'virtio-pci'
              memory_region_ops_read cpu 0 mr 0x55 addr 0x2092 value 0x7 size 1 name 'virtio-pci'
              """);
      assertTrue(device.baseInferred());
      assertEquals("virtio-pci at 0x2080", device.name());
      assertEquals(List.of("R8@30=00", "R8@12=07"), QemuLogs.words(device));
    }

    @Test
    void inferThatABarMovedWithoutMappingLines() {
      assertEquals(
          List.of("W8@12=00", "R8@12=00", "W8@12=00", "W8@12=00"),
          words(
              RESET
                  + """
                  memory_region_ops_read cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0xc052 value 0x0 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0x2012 value 0x0 size 1 name 'virtio-pci'
                  """));
    }

    @Test
    void keepARowOfConfigurationBytesTogetherWithoutMappingLines() {
      assertEquals(
          List.of("W8@12=00", "W8@31=00", "W8@32=00"),
          words(
              RESET
                  + """
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0xc031 value 0x0 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x5500 addr 0xc032 value 0x0 size 1 name 'virtio-pci'
                  """));
    }

    @Test
    void areFoundBehindAMemoryWindowOfTheIoSpace() {
      RecordedDevice device =
          QemuLogs.device(
              """
              pci_update_mappings_add virtio-blk-pci 00:01.0 0,0x1000+0x80
              memory_region_ops_write cpu 0 mr 0x55 addr 0x3eff1012 value 0x0 size 1 name 'virtio-pci'
              """);
      assertEquals("virtio-blk-pci 00:01.0", device.name());
      assertEquals(List.of("W8@12=00"), QemuLogs.words(device));
    }
  }

  @Nested
  class OlderQemu {
    @Test
    void hasNoRegionNames() {
      assertEquals(
          List.of("W8@12=00", "R8@12=00"),
          words(
              MAPPED
                  + """
                  memory_region_ops_write cpu 0 mr 0x44 addr 0x70 value 0x8f size 1
                  memory_region_ops_write cpu 0 mr 0x55 addr 0xc012 value 0x0 size 1
                  memory_region_ops_read mr 0x55 addr 0xc012 value 0x0 size 1
                  """));
    }

    @Test
    void hasNoModelInMappingLinesAndDecimalAddressesInConfigLines() {
      RecordedDevice device =
          QemuLogs.device(
              """
              pci_update_mappings_add d=0x5610 00:10.0 0,0xc000+0x20
              pci_update_mappings_add d=0x5611 00:01.1 4,0xc020+0x10
              pci_cfg_read virtio-net-pci 16:0 @0x0 -> 0x1af4
              pci_cfg_read piix3-ide 01:1 @0x0 -> 0x8086
              memory_region_ops_write cpu 0 mr 0x55 addr 0xc012 value 0x0 size 1
              memory_region_ops_write cpu 0 mr 0x56 addr 0xc022 value 0x0 size 1
              """);
      assertEquals("virtio-net-pci 00:10.0", device.name());
      assertEquals(List.of("cR16@00=f41a", "W8@12=00"), QemuLogs.words(device));
    }
  }

  @Nested
  class ConfigAccesses {
    @Test
    void ofAReadTakeTheWidthFromTheNextLine() {
      assertEquals(
          List.of("cR32@0e=00000000", "cR8@0e=00", "W8@12=00"),
          words(
              """
              pci_cfg_read virtio-net-pci 00:04.0 @0xe -> 0x0
              memory_region_ops_read cpu 0 mr 0x99 addr 0xcfe value 0x0 size 4 name 'pci-conf-data'
              pci_cfg_read virtio-net-pci 00:04.0 @0xe -> 0x0
              memory_region_ops_read cpu 0 mr 0x99 addr 0xb002000e value 0x0 size 1 name 'pcie-mmcfg-mmio'
              """
                  + MAPPED
                  + RESET));
    }

    @Test
    void ofAWriteTakeTheWidthFromTheLineBefore() {
      assertEquals(
          List.of("cW32@04=03010000", "W8@12=00"),
          words(
              """
              memory_region_ops_write cpu 0 mr 0x99 addr 0xcfc value 0x103 size 4 name 'pci-conf-data'
              pci_cfg_write virtio-net-pci 00:04.0 @0x4 <- 0x103
              """
                  + MAPPED
                  + RESET));
    }

    @Test
    void doNotTakeTheWidthFromANeighborAtOtherBytes() {
      assertEquals(
          List.of("cR8@0e=00"),
          words(
              """
              pci_cfg_read virtio-net-pci 00:04.0 @0xe -> 0x0
              memory_region_ops_read cpu 0 mr 0x99 addr 0xcfc value 0x0 size 4 name 'pci-conf-data'
              """));
    }

    @Test
    void haveTheNaturalWidthWithoutANeighbor() {
      assertEquals(
          List.of(
              "cR16@00=f41a",
              "cR32@00=f41a0010",
              "cW16@04=0701",
              "cR8@3d=01",
              "cW32@10=01c00000",
              "cW16@42=03c0"),
          words(
              """
              pci_cfg_read virtio-net-pci 00:04.0 @0x0 -> 0x1af4
              pci_cfg_read virtio-net-pci 00:04.0 @0x0 -> 0x10001af4
              memory_region_ops_read cpu 0 mr 0x99 addr 0xcfc value 0x5555 size 2 name 'pci-conf-data'
              pci_cfg_write virtio-net-pci 00:04.0 @0x4 <- 0x107
              pci_cfg_read virtio-net-pci 00:04.0 @0x3d -> 0x1
              pci_cfg_write virtio-net-pci 00:04.0 @0x10 <- 0xc001
              pci_cfg_write virtio-net-pci 00:04.0 @0x42 <- 0xc003
              """));
    }

    @Test
    void aloneMakeADevice() {
      RecordedDevice device =
          QemuLogs.device("pci_cfg_read virtio-rng-pci 00:04.0 @0x0 -> 0x10051af4\n");
      assertEquals(Optional.of(DeviceType.ENTROPY), device.type());
      assertTrue(device.sources().config());
    }

    @Test
    void placeTheBarWithoutMappingLines() {
      RecordedDevice device =
          QemuLogs.device(
              """
              pci_cfg_write virtio-net-pci 00:04.0 @0x10 <- 0xffffffff
              pci_cfg_read virtio-net-pci 00:04.0 @0x10 -> 0xffffffe1
              pci_cfg_write virtio-net-pci 00:04.0 @0x10 <- 0xc001
              memory_region_ops_write cpu 0 mr 0x55 addr 0xc012 value 0x0 size 1
              """);
      assertFalse(device.baseInferred());
      assertEquals("W8@12=00", QemuLogs.words(device).getLast());
    }
  }

  @Nested
  class MsixSwitching {
    @Test
    void belongsToTheFunctionWrittenBefore() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  pci_cfg_write virtio-net-pci 00:04.0 @0x42 <- 0x3
                  pci_cfg_write virtio-net-pci 00:05.0 @0x42 <- 0xc003
                  msix_write_config dev virtio-net-pci enabled 1 masked 1
                  pci_cfg_write virtio-net-pci 00:05.0 @0x42 <- 0x8003
                  msix_write_config dev virtio-net-pci enabled 1 masked 0
                  pci_cfg_write virtio-net-pci 00:05.0 @0x42 <- 0x3
                  msix_write_config dev virtio-net-pci enabled 0 masked 0
                  """)
              .devices();
      assertEquals(List.of("cW16@42=0300"), QemuLogs.words(devices.get(0)));
      assertEquals(
          List.of("cW16@42=03c0", "MSIX", "cW16@42=0380", "cW16@42=0300", "NONE"),
          QemuLogs.words(devices.get(1)));
    }

    @Test
    void belongsToTheOnlyDeviceWithoutConfigLines() {
      assertEquals(
          List.of("W8@12=00", "MSIX"),
          words(RESET + "msix_write_config dev virtio-net-pci enabled 1 masked 1\n"));
    }

    @Test
    void ofOneOfTwoEqualDevicesIsSkipped() {
      Recording recording =
          QemuLogs.read(
              """
              pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20
              pci_update_mappings_add virtio-net-pci 00:05.0 0,0xc020+0x20
              memory_region_ops_write cpu 0 mr 0x1 addr 0xc012 value 0x0 size 1 name 'virtio-pci'
              memory_region_ops_write cpu 0 mr 0x2 addr 0xc032 value 0x0 size 1 name 'virtio-pci'
              msix_write_config dev virtio-net-pci enabled 1 masked 1
              """);
      assertEquals(1, recording.report().skipped());
      for (RecordedDevice device : recording.devices()) {
        assertEquals(List.of("W8@12=00"), QemuLogs.words(device));
        assertFalse(device.sources().msix());
      }
    }

    @Test
    void offIsNewsInALogThatBeginsWithTheResetOfATearDown() {
      assertEquals(
          List.of("W8@12=00", "W16@14=ffff", "NONE"),
          words(
              """
              memory_region_ops_write cpu 0 mr 0x55 addr 0xc012 value 0x0 size 1 name 'virtio-pci'
              memory_region_ops_write cpu 0 mr 0x55 addr 0xc014 value 0xffff size 2 name 'virtio-pci'
              msix_write_config dev virtio-net-pci enabled 0 masked 0
              """));
    }

    @Test
    void offIsNewsInALogThatBeginsInMidLife() {
      assertEquals(
          List.of("W16@10=0100", "NONE"),
          words(
              """
              memory_region_ops_write cpu 0 mr 0x55 addr 0xc010 value 0x1 size 2 name 'virtio-pci'
              msix_write_config dev virtio-net-pci enabled 0 masked 0
              """));
    }

    @Test
    void showsTheTable() {
      RecordedDevice device =
          QemuLogs.device(
              """
              pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20
              pci_update_mappings_add virtio-net-pci 00:04.0 1,0xfebff000+0x1000
              memory_region_ops_write cpu 0 mr 0x56 addr 0xfebff03c value 0x1 size 4 name 'msix-table'
              memory_region_ops_write cpu 0 mr 0x57 addr 0xfeb0f0fc value 0x1 size 4 name 'msix-table'
              """);
      assertEquals(4, device.tableVectors());
    }
  }

  @Nested
  class NotifiesAndInterrupts {
    private static final String DOORBELL =
        "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc010 value 0x1 size 2 name 'virtio-pci'\n";
    private static final String KICK = "virtio_queue_notify vdev 0x7000 n 1 vq 0x8098\n";

    @Test
    void theEchoOfADoorbellIsNoDoorbell() {
      RecordedDevice device = QemuLogs.device(RESET + DOORBELL + KICK);
      assertEquals(List.of("W8@12=00", "W16@10=0100"), QemuLogs.words(device));
      assertTrue(device.sources().doorbells());
    }

    @Test
    void aNotifyWithoutDoorbellIsAnInferredOne() {
      RecordedDevice device = QemuLogs.device(RESET + KICK + KICK);
      assertEquals(List.of("W8@12=00", "W16@10=0100?", "W16@10=0100?"), QemuLogs.words(device));
      assertFalse(device.sources().doorbells());
    }

    @Test
    void theKicksOfAllQueuesWhenTheDriverIsReadyAreOfQemuItself() {
      String ready =
          "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x7 size 1 name"
              + " 'virtio-pci'\n";
      String first = "virtio_queue_notify vdev 0x7000 n 0 vq 0x8000\n";
      assertEquals(
          List.of("W8@12=00", "W8@12=07", "W16@10=0000?", "W16@10=0100?"),
          words(RESET + ready + first + KICK + first + KICK));
      assertEquals(List.of("W8@12=00", "W8@12=07", "W16@10=0100?"), words(RESET + ready + KICK));
      assertEquals(
          List.of("W8@12=00", "W8@12=07", "W16@10=0100", "W16@10=0000?"),
          words(RESET + ready + DOORBELL + KICK + first));
    }

    @Test
    void aDoorbellHasOneEcho() {
      assertEquals(
          List.of("W8@12=00", "W16@10=0100", "W16@10=0100?"),
          words(RESET + DOORBELL + KICK + KICK));
    }

    @Test
    void interruptsKnowTheirQueue() {
      assertEquals(
          List.of("W8@12=00", "irq1", "W16@10=0100", "irq1", "irqConfig"),
          words(
              RESET
                  + "virtio_notify vdev 0x7000 vq 0x8098\n"
                  + DOORBELL
                  + KICK
                  + """
                  virtio_notify vdev 0x7000 vq 0x8098
                  virtio_notify_config vdev 0x7000
                  """));
    }

    @Test
    void aQueueIsKnownByTheEvenSpacingOfTheOthers() {
      assertEquals(
          List.of("W8@12=00", "W16@10=0100?", "W16@10=0300?", "irq2", "irq0", "irq-1"),
          words(
              RESET
                  + KICK
                  + """
                  virtio_queue_notify vdev 0x7000 n 3 vq 0x81c8
                  virtio_notify vdev 0x7000 vq 0x8130
                  virtio_notify vdev 0x7000 vq 0x8000
                  virtio_notify vdev 0x7000 vq 0x8001
                  """));
    }

    @Test
    void twoDevicesAreToldApartByTheirAccesses() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  memory_region_ops_write cpu 0 mr 0x10000000 addr 0xc012 value 0x0 size 1 name 'virtio-pci'
                  virtio_set_status vdev 0x90000000 val 0
                  memory_region_ops_write cpu 0 mr 0x20000000 addr 0xc032 value 0x1 size 1 name 'virtio-pci'
                  virtio_set_status vdev 0x80000000 val 1
                  virtio_notify vdev 0x80000000 vq 0x1
                  virtio_queue_notify vdev 0x90000000 n 2 vq 0x7
                  """)
              .devices();
      assertEquals(List.of("W8@12=00", "W16@10=0200?"), QemuLogs.words(devices.get(0)));
      assertEquals(List.of("W8@12=01", "irq-1"), QemuLogs.words(devices.get(1)));
    }

    @Test
    void aVdevIsTheFunctionWhoseConfigurationChangedItsStatus() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  pci_cfg_write virtio-net-pci 00:04.0 @0x4 <- 0x100
                  pci_cfg_write virtio-net-pci 00:05.0 @0x4 <- 0x100
                  virtio_set_status vdev 0x7000 val 0
                  virtio_notify vdev 0x7000 vq 0x1
                  virtio_notify vdev 0x9000 vq 0x1
                  virtio_notify vdev 0x8000 vq 0x1
                  """)
              .devices();
      assertEquals(List.of("cW16@04=0001"), QemuLogs.words(devices.get(0)));
      assertEquals(List.of("cW16@04=0001", "irq-1"), QemuLogs.words(devices.get(1)));
    }

    @Test
    void aVdevWithoutEvidenceBelongsToTheRegionBesideIt() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  memory_region_ops_read cpu 0 mr 0x10000000 addr 0xc012 value 0x7 size 1 name 'virtio-pci'
                  memory_region_ops_read cpu 0 mr 0x20000000 addr 0xc032 value 0x7 size 1 name 'virtio-pci'
                  virtio_notify vdev 0x20007af0 vq 0x1
                  """)
              .devices();
      assertEquals(List.of("R8@12=07"), QemuLogs.words(devices.get(0)));
      assertEquals(List.of("R8@12=07", "irq-1"), QemuLogs.words(devices.get(1)));
    }
  }

  @Nested
  class SeveralDevices {
    @Test
    void ofOneTypeStayApart() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20
                  pci_update_mappings_add virtio-net-pci 00:05.0 0,0xc020+0x20
                  memory_region_ops_write cpu 0 mr 0x2 addr 0xc032 value 0x1 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x1 addr 0xc012 value 0x2 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x2 addr 0xc032 value 0x3 size 1 name 'virtio-pci'
                  """)
              .devices();
      assertEquals("virtio-net-pci 00:04.0", devices.get(0).name());
      assertEquals(List.of("W8@12=02"), QemuLogs.words(devices.get(0)));
      assertEquals("virtio-net-pci 00:05.0", devices.get(1).name());
      assertEquals(List.of("W8@12=01", "W8@12=03"), QemuLogs.words(devices.get(1)));
    }

    @Test
    void thatSwapTheirBarsStayApart() {
      List<RecordedDevice> devices =
          QemuLogs.read(
                  """
                  pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20
                  pci_update_mappings_add virtio-blk-pci 00:05.0 0,0xc080+0x80
                  memory_region_ops_write cpu 0 mr 0x1 addr 0xc012 value 0x1 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x2 addr 0xc092 value 0x2 size 1 name 'virtio-pci'
                  pci_update_mappings_del virtio-net-pci 00:04.0 0,0xc000+0x20
                  pci_update_mappings_del virtio-blk-pci 00:05.0 0,0xc080+0x80
                  pci_update_mappings_add virtio-blk-pci 00:05.0 0,0xc000+0x80
                  pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc080+0x20
                  memory_region_ops_write cpu 0 mr 0x1 addr 0xc092 value 0x3 size 1 name 'virtio-pci'
                  memory_region_ops_write cpu 0 mr 0x2 addr 0xc012 value 0x4 size 1 name 'virtio-pci'
                  """)
              .devices();
      assertEquals(List.of("W8@12=01", "W8@12=03"), QemuLogs.words(devices.get(0)));
      assertEquals(List.of("W8@12=02", "W8@12=04"), QemuLogs.words(devices.get(1)));
    }

    @Test
    void withoutALegacyInterfaceAreNotListed() {
      Recording recording =
          QemuLogs.read(
              RESET
                  + """
                  pci_cfg_read virtio-gpu-pci 00:02.0 @0x0 -> 0x10501af4
                  pci_cfg_read virtio-net-pci 00:03.0 @0x0 -> 0x10411af4
                  pci_cfg_read virtio-net-pci-non-transitional 00:06.0 @0x10 -> 0x0
                  """);
      assertEquals(1, recording.devices().size());
      assertEquals(3, recording.report().skipped());
    }
  }

  @Nested
  class DeviceTypes {
    private static Optional<DeviceType> ofModel(String model) {
      return QemuLogs.device("pci_cfg_read " + model + " 00:04.0 @0x3d -> 0x1\n").type();
    }

    @Test
    void areToldByTheModel() {
      assertEquals(Optional.of(DeviceType.NET), ofModel("virtio-net-pci"));
      assertEquals(Optional.of(DeviceType.BLOCK), ofModel("vhost-user-blk-pci-transitional"));
      assertEquals(Optional.of(DeviceType.SCSI), ofModel("virtio-scsi-pci"));
      assertEquals(Optional.of(DeviceType.ENTROPY), ofModel("virtio-rng-pci-transitional"));
      assertEquals(Optional.of(DeviceType.CONSOLE), ofModel("virtio-serial-pci"));
      assertEquals(Optional.of(DeviceType.BALLOON), ofModel("virtio-balloon-pci"));
      assertEquals(Optional.of(DeviceType.NINE_P), ofModel("virtio-9p-pci"));
    }

    @Test
    void areToldByTheDeviceId() {
      RecordedDevice device = QemuLogs.device("pci_cfg_read vfio-pci 00:04.0 @0x0 -> 0x10011af4\n");
      assertEquals(Optional.of(DeviceType.BLOCK), device.type());
      assertFalse(device.typeInferred());
    }

    @Test
    void areToldByEventsOfTheType() {
      RecordedDevice device =
          QemuLogs.device(
              RESET
                  + """
                  virtio_set_status vdev 0x7000 val 0
                  virtio_blk_handle_read vdev 0x7000 req 0x7fc7 sector 0 nsectors 1
                  """);
      assertEquals(Optional.of(DeviceType.BLOCK), device.type());
    }

    @Test
    void areInferredFromAccesses() {
      assertInferred(DeviceType.NET, access("read", 0, 4, 0x79bf8064));
      assertInferred(DeviceType.NET, access("read", 0x12, 1, 0));
      assertInferred(DeviceType.BLOCK, access("read", 0, 4, 0x71006ed4));
      assertInferred(
          DeviceType.BLOCK, access("read", 0, 4, 0x71006ed4) + access("read", 0x33, 1, 0));
      assertInferred(DeviceType.ENTROPY, access("read", 0, 4, 0x79000000));
      assertInferred(
          DeviceType.SCSI, access("read", 0, 4, 0x79000006) + access("write", 0x28, 1, 0x60));
    }

    @Test
    void stayUnknownWhenAccessesContradictANetworkDevice() {
      assertEquals(Optional.empty(), QemuLogs.device(access("read", 0x2b, 1, 0)).type());
      assertEquals(
          Optional.empty(),
          QemuLogs.device(access("read", 0, 4, 0x79000006) + access("read", 0x18, 1, 0)).type());
    }

    private static void assertInferred(DeviceType type, String log) {
      RecordedDevice device = QemuLogs.device(log);
      assertEquals(Optional.of(type), device.type());
      assertTrue(device.typeInferred());
    }

    private static String access(String direction, int offset, int width, int value) {
      return RESET
          + "memory_region_ops_%s cpu 0 mr 0x5500 addr 0x%x value 0x%x size %d name 'virtio-pci'\n"
              .formatted(direction, 0xc000 + offset, value, width);
    }
  }

  @Test
  void keepsTheBytesOfABigEndianGuestAsThePortShowsThem() {
    assertEquals(
        List.of("R16@1a=0001", "R32@28=00000200"),
        words(
            "pci_update_mappings_add virtio-blk-pci 00:04.0 0,0xc000+0x80\n"
                + """
                memory_region_ops_read cpu 0 mr 0x55 addr 0xc01a value 0x100 size 2 name 'virtio-pci'
                memory_region_ops_read cpu 0 mr 0x55 addr 0xc028 value 0x20000 size 4 name 'virtio-pci'
                """));
  }
}
