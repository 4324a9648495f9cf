package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Test;

class QueueNamesTest {
  private static final OptionalInt CTRL = OptionalInt.of(1 << 17);
  private static final OptionalInt CTRL_MQ = OptionalInt.of(1 << 17 | 1 << 22);

  private static List<String> net(int count, OptionalInt features, OptionalInt pairs) {
    return IntStream.range(0, count)
        .mapToObj(queue -> QueueNames.of(DeviceType.NET, queue, features, pairs))
        .toList();
  }

  @Test
  void withoutMultiqueueTheThirdQueueIsForControl() {
    assertEquals(List.of("rx0", "tx0", "ctrl", "q3"), net(4, CTRL, OptionalInt.of(4)));
  }

  @Test
  void withMultiqueueItComesAfterAllPairs() {
    assertEquals(
        List.of("rx0", "tx0", "rx1", "tx1", "ctrl", "q5"), net(6, CTRL_MQ, OptionalInt.of(2)));
  }

  @Test
  void withMultiqueueAndAnUnknownNumberOfPairsAllQueuesArePairs() {
    assertEquals(List.of("rx0", "tx0", "rx1"), net(3, CTRL_MQ, OptionalInt.empty()));
  }

  @Test
  void withoutControlThereIsNone() {
    assertEquals(List.of("rx0", "tx0", "q2"), net(3, OptionalInt.of(0), OptionalInt.empty()));
  }

  @Test
  void otherTypesHaveTheirOwnNames() {
    OptionalInt none = OptionalInt.empty();
    assertEquals("requests", QueueNames.of(DeviceType.BLOCK, 0, none, none));
    assertEquals("stats", QueueNames.of(DeviceType.BALLOON, 2, none, none));
    assertEquals("q2", QueueNames.of(DeviceType.BALLOON, 2, OptionalInt.of(0x20), none));
    assertEquals("reporting", QueueNames.of(DeviceType.BALLOON, 4, OptionalInt.of(0x20), none));
    assertEquals("requests3", QueueNames.of(DeviceType.SCSI, 5, none, none));
    assertEquals("requests", QueueNames.of(DeviceType.ENTROPY, 0, none, none));
    assertEquals("requests", QueueNames.of(DeviceType.NINE_P, 0, none, none));
    assertEquals("q1", QueueNames.of(DeviceType.NINE_P, 1, none, none));
  }
}
