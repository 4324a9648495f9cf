package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same accesses over BAR0 and by admin commands have the same answers, raise the same
/// interrupts and break the same rules (A-005), for every type.
class RoutesAgreeTest {
  private static final int STEPS = 1500;

  /// One step: what it answers.
  private interface Step {
    String take(Registers registers);
  }

  private static Stream<Object[]> everyTypeAndSeed() {
    return DeviceTables.ALL.stream()
        .map(DeviceTable::type)
        .flatMap(type -> LongStream.rangeClosed(1, 6).mapToObj(seed -> new Object[] {type, seed}));
  }

  /// Positions that both routes have: inside BAR0, and at 16 two bytes only (§6.1).
  private static int width(SplittableRandom lots, int position, int end) {
    int width = new int[] {1, 1, 2, 2, 4, 4, 3, 6, 8}[lots.nextInt(9)];
    return position == 16 ? 2 : Math.min(width, end - position);
  }

  private static Step step(SplittableRandom lots, int end) {
    int position = lots.nextInt(3) == 0 ? 14 + lots.nextInt(10) : lots.nextInt(end);
    int width = width(lots, position, end);
    switch (lots.nextInt(20)) {
      case 0 -> {
        boolean on = lots.nextBoolean();
        return quiet(registers -> registers.msix(on));
      }
      case 1 -> {
        int queue = lots.nextInt(5) - 1;
        return quiet(registers -> registers.stimuli().queueUsed().accept(queue));
      }
      case 2 -> {
        return quiet(registers -> registers.stimuli().configChanged().run());
      }
      case 3 -> {
        boolean up = lots.nextBoolean();
        return quiet(registers -> registers.stimuli().link().accept(up));
      }
      case 4 -> {
        return registers -> "reset " + registers.write(18, "00");
      }
      case 5, 6, 7, 8, 9, 10 -> {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
          bytes[i] = (byte) (lots.nextBoolean() ? lots.nextInt(4) : lots.nextInt(256));
        }
        String hex = HexFormat.of().formatHex(bytes);
        return registers -> "W@" + position + "=" + hex + " " + registers.write(position, hex);
      }
      default -> {
        return registers -> "R" + width + "@" + position + " " + registers.read(position, width);
      }
    }
  }

  private static Step quiet(Consumer<Registers> step) {
    return registers -> {
      step.accept(registers);
      return "";
    };
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("everyTypeAndSeed")
  void onEveryAnswer(DeviceType type, long seed) {
    int end =
        switch (type) {
          case NET -> 32;
          case BLOCK -> 100;
          case ENTROPY -> 24;
          case SCSI -> 62;
          default -> 40;
        };
    SplittableRandom lots = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(step(lots, end));
    }
    List<List<String>> heard = new ArrayList<>();
    for (Route route : Route.values()) {
      List<String> answers = new ArrayList<>();
      route.run(
          Topology.member(type),
          registers -> {
            steps.forEach(step -> answers.add(step.take(registers)));
            answers.add(registers.interrupts().toString());
            answers.add(registers.faults().stream().sorted().toList().toString());
          });
      heard.add(answers);
    }
    assertEquals(heard.getFirst(), heard.getLast());
    long refused = heard.getFirst().stream().filter(answer -> answer.endsWith("EINVAL")).count();
    assertTrue(refused > STEPS / 20 && refused < STEPS / 2, "refused " + refused);
    assertTrue(heard.getFirst().getLast().length() > 100, "faults were made");
  }
}
