package ceres.conformance.architecture;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds, in the byte code of a class, every text that is given to JDBC as SQL, and whether it is
 * fixed: a constant of the compiler, or what a static method makes of nothing but numbers and
 * booleans. Whatever else there is to say goes as parameters, which cannot become SQL.
 */
final class FixedSql {
  private static final Set<String> TAKE_SQL =
      Set.of(
          "prepareStatement",
          "prepareCall",
          "nativeSQL",
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "addBatch");

  private final ClassModel type;

  /** How much SQL was found. */
  private int found;

  private final List<String> variable = new ArrayList<>();

  /** Looks at a class. */
  FixedSql(byte[] classFile) {
    type = ClassFile.of().parse(classFile);
    type.methods().forEach(this::look);
  }

  int found() {
    return found;
  }

  /** Where SQL is not fixed, or where this cannot tell. */
  List<String> variable() {
    return variable;
  }

  private void look(MethodModel method) {
    List<Instruction> code = new ArrayList<>();
    Map<Label, Integer> labels = new HashMap<>();
    for (CodeElement element : method.code().map(it -> it.elementList()).orElse(List.of())) {
      switch (element) {
        case Instruction instruction -> code.add(instruction);
        case LabelTarget target -> labels.put(target.label(), code.size());
        default -> {}
      }
    }
    for (int at = 0; at < code.size(); at++) {
      if (code.get(at) instanceof InvokeInstruction call && takesSql(call)) {
        found++;
        boolean onlySql =
            call.typeSymbol().parameterList().equals(List.of(ConstantDescs.CD_String));
        if (!onlySql || !makersOf(at, code, labels).allMatch(this::isFixed)) {
          variable.add(type.thisClass().asInternalName() + "." + method.methodName().stringValue());
        }
      }
    }
  }

  private static boolean takesSql(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    return (owner.startsWith("java/sql/") || owner.startsWith("org/postgresql/"))
        && TAKE_SQL.contains(call.name().stringValue())
        && call.typeSymbol().parameterList().contains(ConstantDescs.CD_String);
  }

  /**
   * The instructions after which one is carried out: that in front of it, and those in front of
   * jumps to it, which is how one of several texts is chosen.
   */
  private static Stream<Instruction> makersOf(
      int at, List<Instruction> code, Map<Label, Integer> labels) {
    Instruction before = code.get(at - 1);
    boolean falls =
        !(before instanceof ReturnInstruction)
            && !(before instanceof ThrowInstruction)
            && before.opcode() != Opcode.GOTO;
    Stream<Instruction> jumps =
        IntStream.range(1, code.size())
            .filter(from ->
                code.get(from) instanceof BranchInstruction branch
                    && Integer.valueOf(at).equals(labels.get(branch.target())))
            .boxed()
            .flatMap(from -> makersOf(from, code, labels));
    return falls ? Stream.concat(Stream.of(before), jumps) : jumps;
  }

  private boolean isFixed(Instruction maker) {
    return switch (maker) {
      case ConstantInstruction constant -> constant.constantValue() instanceof String;
      case InvokeInstruction call ->
          call.opcode() == Opcode.INVOKESTATIC
              && call.owner().asInternalName().startsWith("ceres/")
              && isOfPrimitives(call.typeSymbol());
      default -> false;
    };
  }

  private static boolean isOfPrimitives(MethodTypeDesc method) {
    return method.returnType().equals(ConstantDescs.CD_String)
        && method.parameterList().stream().allMatch(ClassDesc::isPrimitive);
  }
}
