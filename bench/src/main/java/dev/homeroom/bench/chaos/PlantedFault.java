package dev.homeroom.bench.chaos;

import dev.homeroom.bench.BenchException;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;

/**
 * A fault that is planted in the servers of one chaos run, to show that the checker would report
 * it. The product has no switch for it and cannot contain it by accident: changed copies of some of
 * its classes are written into the run's own folder and come before the server's jar on the class
 * path of that run's servers.
 */
enum PlantedFault {
  /**
   * A late server is not stopped: neither the district's epoch nor the run's row is checked, and a
   * server that takes a run over leaves the former holder's session and staging alone.
   */
  EPOCH_UNCHECKED {
    @Override
    void change(Product product) throws IOException {
      product.change(
          "dev/homeroom/server/sync/apply/DistrictRow",
          Set.of("lock"),
          (code, element) -> {
            boolean compares =
                element instanceof OperatorInstruction operator && operator.opcode() == Opcode.LCMP;
            if (compares) {
              code.pop2().pop2().iconst_0();
            }
            return compares;
          });
      product.change(
          "dev/homeroom/server/sync/RunQueue",
          Set.of("held", "step"),
          (code, element) -> calls(element, "and") && popped(code));
      product.empty("dev/homeroom/server/db/Sessions", "end");
      product.empty("dev/homeroom/server/db/StagingTables", "discard");
    }
  },

  /** Each statement of applying a run commits by itself. */
  TRANSACTION_SPLIT {
    @Override
    void change(Product product) throws IOException {
      product.change(
          "dev/homeroom/server/sync/apply/ApplyTransaction",
          Set.of("on"),
          (code, element) -> {
            boolean begins =
                element instanceof ConstantInstruction constant
                    && constant.opcode() == Opcode.ICONST_0;
            if (begins) {
              code.iconst_1();
            }
            boolean ends = calls(element, "commit") || calls(element, "rollback");
            return begins || (ends && popped(code));
          });
    }
  },

  /** The resume token of every change already says that the whole step has been sent. */
  BOOKMARK_EARLY {
    @Override
    void change(Product product) throws IOException {
      var place = ClassDesc.of("dev.homeroom.server.roster.watch.WatchPosition");
      product.change(
          "dev/homeroom/server/roster/watch/RosterWatch",
          Set.of("send"),
          (code, element) -> {
            boolean places = calls(element, "behind");
            if (places) {
              code.pop()
                  .invokevirtual(place, "to", MethodTypeDesc.of(ConstantDescs.CD_long))
                  .invokestatic(place, "rest", MethodTypeDesc.of(place, ConstantDescs.CD_long));
            }
            return places;
          });
    }
  };

  /** Writes the changed classes into the folder and returns it. */
  Path plant(Path serverJar, Path folder) throws IOException {
    try (var jar = new JarFile(serverJar.toFile())) {
      change(new Product(jar, folder));
    }
    return folder;
  }

  abstract void change(Product product) throws IOException;

  private static boolean calls(CodeElement element, String method) {
    return element instanceof InvokeInstruction call && call.name().equalsString(method);
  }

  /**
   * Drops the top of the stack in place of a call: the receiver of a call without a result, or the
   * condition that {@code and} would have added. Returns true.
   */
  private static boolean popped(CodeBuilder code) {
    code.pop();
    return true;
  }

  /**
   * Writes other code in place of an element and returns true, or returns false to keep the
   * element.
   */
  @FunctionalInterface
  interface Swap {
    boolean in(CodeBuilder code, CodeElement element);
  }

  /** Changes classes of the server. */
  record Product(JarFile jar, Path folder) {

    void change(String name, Set<String> methods, Swap swap) throws IOException {
      var changes = new AtomicInteger();
      write(
          name,
          ClassTransform.transformingMethodBodies(
              method -> methods.contains(method.methodName().stringValue()),
              (code, element) -> {
                if (swap.in(code, element)) {
                  changes.incrementAndGet();
                } else {
                  code.with(element);
                }
              }));
      require(name, changes.get());
    }

    /** Makes a void method do nothing. */
    void empty(String name, String method) throws IOException {
      var changes = new AtomicInteger();
      write(
          name,
          (builder, element) -> {
            if (element instanceof MethodModel model
                && model.methodName().equalsString(method)
                && model.methodTypeSymbol().returnType().descriptorString().equals("V")) {
              changes.incrementAndGet();
              builder.withMethodBody(
                  model.methodName(),
                  model.methodType(),
                  model.flags().flagsMask(),
                  code -> code.return_(TypeKind.VOID));
            } else {
              builder.with(element);
            }
          });
      require(name, changes.get());
    }

    private void write(String name, ClassTransform transform) throws IOException {
      var entry = jar.getJarEntry(name + ".class");
      if (entry == null) {
        throw new BenchException("the server has no class " + name + " to put a fault into");
      }
      try (var bytes = jar.getInputStream(entry)) {
        var file = ClassFile.of();
        var changed = file.transformClass(file.parse(bytes.readAllBytes()), transform);
        var target = folder.resolve(name + ".class");
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(target, changed);
      }
    }

    private static void require(String name, int changes) {
      if (changes == 0) {
        throw new BenchException("nothing in " + name + " is left to put the fault into");
      }
    }
  }
}
