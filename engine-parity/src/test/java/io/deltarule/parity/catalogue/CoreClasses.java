package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.op.Op;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is in engine-core, found by looking: the catalogue's completeness depends on it. */
final class CoreClasses {
  private CoreClasses() {}

  /** The names of a class's public static factory methods. */
  static Set<String> factories(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && Modifier.isStatic(m.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The top-level classes of a package of core that can have instances, enumerations aside. */
  static Stream<Class<?>> concrete(String packageName) {
    return classFiles(packageName.replace('.', '/')).stream()
        .filter(name -> !name.contains("$") && !name.endsWith("-info"))
        .<Class<?>>map(name -> load(packageName + "." + name))
        .filter(c -> !Modifier.isAbstract(c.getModifiers()) && !c.isEnum());
  }

  /** The names of the class files in a folder of core, which is a folder or a jar. */
  private static List<String> classFiles(String folder) {
    try {
      Path core = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(core)) {
        return classFiles(core.resolve(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(core)) {
        return classFiles(jar.getPath(folder));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot list the classes of core in " + folder, e);
    }
  }

  private static List<String> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Op.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is listed but cannot be loaded", e);
    }
  }

  /** Whether a class has a public method {@code apply} that gives a value, as losses have. */
  static boolean appliesToValues(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            m ->
                m.getName().equals("apply")
                    && Modifier.isPublic(m.getModifiers())
                    && m.getReturnType() == Value.class);
  }
}
