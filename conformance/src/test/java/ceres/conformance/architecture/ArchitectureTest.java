package ceres.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Which way the arrows run ({@code docs/architecture.md}), for all classes of all modules. */
@AnalyzeClasses(packages = "ceres", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ENGINEIO_PROTOCOL = "ceres.engineio.protocol..";
  private static final String ENGINEIO_SERVER = "ceres.engineio.server..";
  private static final String SOCKETIO_PROTOCOL = "ceres.socketio.protocol..";
  private static final String SOCKETIO_MSGPACK = "ceres.socketio.msgpack..";
  private static final String SOCKETIO_ADAPTER = "ceres.socketio.adapter..";
  private static final String SOCKETIO_SERVER = "ceres.socketio.server..";
  private static final String CHAT_CORE = "ceres.chat.core..";
  private static final String CHAT_POSTGRES = "ceres.chat.postgres..";
  private static final String CHAT_DOCS = "ceres.chat.docs..";
  private static final String CHAT_SERVER = "ceres.chat.server..";
  private static final String EXAMPLES = "ceres.examples..";
  private static final String TESTING_WIRE = "ceres.testing.wire..";
  private static final String TESTING_TRAINING = "ceres.testing.training..";
  private static final String TESTING_SOAK = "ceres.testing.soak..";
  private static final String BENCH = "ceres.bench..";
  private static final String BENCH_LOAD = "ceres.bench.load..";

  @ArchTest
  static final ArchRule no_packages_depend_on_each_other_in_a_circle =
      slices().matching("ceres.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule engineio_protocol_knows_only_the_jdk = floor(ENGINEIO_PROTOCOL);

  @ArchTest
  static final ArchRule engineio_server_stands_on_its_protocol =
      floor(ENGINEIO_SERVER, ENGINEIO_PROTOCOL);

  @ArchTest
  static final ArchRule socketio_protocol_has_never_heard_of_engineio = floor(SOCKETIO_PROTOCOL);

  @ArchTest
  static final ArchRule socketio_msgpack_stands_on_the_protocol =
      floor(SOCKETIO_MSGPACK, SOCKETIO_PROTOCOL);

  @ArchTest
  static final ArchRule socketio_adapter_stands_on_its_protocol =
      floor(SOCKETIO_ADAPTER, SOCKETIO_PROTOCOL);

  @ArchTest
  static final ArchRule socketio_server_stands_on_the_adapter_and_engineio =
      floor(
          SOCKETIO_SERVER, SOCKETIO_ADAPTER, SOCKETIO_PROTOCOL, ENGINEIO_SERVER, ENGINEIO_PROTOCOL);

  @ArchTest static final ArchRule chat_core_knows_only_the_jdk = floor(CHAT_CORE);

  @ArchTest
  static final ArchRule chat_postgres_stands_on_the_core = floor(CHAT_POSTGRES, CHAT_CORE);

  @ArchTest
  static final ArchRule every_class_lives_in_a_module =
      classes()
          .should()
          .resideInAnyPackage(
              ENGINEIO_PROTOCOL,
              ENGINEIO_SERVER,
              SOCKETIO_PROTOCOL,
              SOCKETIO_MSGPACK,
              SOCKETIO_ADAPTER,
              SOCKETIO_SERVER,
              CHAT_CORE,
              CHAT_POSTGRES,
              CHAT_DOCS,
              CHAT_SERVER,
              EXAMPLES,
              TESTING_WIRE,
              TESTING_TRAINING,
              TESTING_SOAK,
              BENCH);

  @ArchTest
  static final ArchRule examples_stand_on_the_servers_of_the_libraries =
      floor(EXAMPLES, SOCKETIO_SERVER, ENGINEIO_SERVER);

  @ArchTest static final ArchRule the_clients_for_tests_know_only_the_jdk = floor(TESTING_WIRE);

  /** What measures all servers alike must not know one of them. */
  @ArchTest static final ArchRule the_load_generator_knows_only_the_jdk = floor(BENCH_LOAD);

  @ArchTest
  static final ArchRule the_bench_uses_nothing_but_the_embedded_database =
      floor(BENCH, CHAT_POSTGRES);

  @ArchTest
  static final ArchRule the_training_stands_on_the_clients_for_tests =
      floor(TESTING_TRAINING, TESTING_WIRE);

  @ArchTest
  static final ArchRule the_soak_stands_on_the_clients_for_tests_and_the_embedded_database =
      floor(TESTING_SOAK, TESTING_WIRE, CHAT_POSTGRES);

  @ArchTest
  static final ArchRule the_protocols_the_adapter_and_the_core_need_no_library =
      classes()
          .that()
          .resideInAnyPackage(
              ENGINEIO_PROTOCOL,
              SOCKETIO_PROTOCOL,
              SOCKETIO_ADAPTER,
              CHAT_CORE,
              TESTING_WIRE,
              BENCH_LOAD)
          .should(
              onlyDependOnClassesThat(
                  resideInAnyPackage("java..", "javax.crypto..", "ceres..", "org.jspecify..")
                      .or(
                          resideInAPackage("tools.jackson.core..")
                              .as("the JSON streamer of the protocol"))));

  @ArchTest
  static final ArchRule only_the_socketio_protocol_streams_json =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINEIO_PROTOCOL, SOCKETIO_ADAPTER, CHAT_CORE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson..");

  @ArchTest
  static final ArchRule messagepack_stays_in_its_parser =
      noClasses()
          .that()
          .resideOutsideOfPackage(SOCKETIO_MSGPACK)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.msgpack..");

  @ArchTest
  static final ArchRule micrometer_stays_where_metrics_are_made =
      noClasses()
          .that()
          .resideOutsideOfPackage("ceres.chat.server.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule netty_stays_in_the_engine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ENGINEIO_SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule no_netty_type_leaves_the_engine_by_its_public_api =
      classes().that().resideInAPackage(ENGINEIO_SERVER).should(showNoNettyType());

  @ArchTest
  static final ArchRule sql_stays_in_chat_postgres_and_where_the_bench_and_the_soak_look =
      noClasses()
          .that()
          .resideOutsideOfPackages(CHAT_POSTGRES, BENCH, TESTING_SOAK)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule only_the_chat_server_reads_the_environment =
      noClasses()
          .that()
          .resideOutsideOfPackage(CHAT_SERVER)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule names_say_what_a_thing_is =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Box|Hub)($|\\$.*)")
          .as("no name should end in Manager, Helper, Util, Impl, Base, Box or Hub");

  /** The classes of a module depend on no other module than these. */
  private static ArchRule floor(String module, String... below) {
    DescribedPredicate<JavaClass> allowed =
        not(resideInAPackage("ceres..")).or(resideInAPackage(module)).or(resideInAnyPackage(below));
    return classes()
        .that()
        .resideInAPackage(module)
        .should(onlyDependOnClassesThat(allowed))
        .as(module + " stands on " + (below.length == 0 ? "nothing" : String.join(", ", below)));
  }

  private static ArchCondition<JavaClass> showNoNettyType() {
    DescribedPredicate<JavaClass> netty = describe("Netty's", it -> isNetty(it.getPackageName()));
    return new ArchCondition<>("show no type of Netty to others") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (isShown(type)) {
          shownTypes(type)
              .flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
              .filter(netty)
              .forEach(found ->
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " shows " + found.getName())));
        }
      }
    };
  }

  private static boolean isNetty(String packageName) {
    return packageName.startsWith("io.netty");
  }

  private static boolean isShown(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isShown).orElse(true);
  }

  private static boolean isShown(java.util.Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> shownTypes(JavaClass type) {
    Stream<JavaType> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> fields =
        type.getFields().stream()
            .filter(field -> isShown(field.getModifiers()))
            .map(field -> field.getType());
    Stream<JavaType> code =
        type.getCodeUnits().stream()
            .filter(unit -> isShown(unit.getModifiers()))
            .flatMap(unit ->
                Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream()));
    return Stream.of(above, fields, code).flatMap(each -> each);
  }

  private ArchitectureTest() {}
}
