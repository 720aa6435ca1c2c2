package org.taskweave.core.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Meanings of types, components, accessors and constants, from the comments in the source. */
final class SourceMeanings extends TreePathScanner<Void, String> {

  /** Not after "et al". */
  private static final String SENTENCE_END = "(?<=(?<!\\bal)[.?]) (?=[A-Z])";

  private final Map<String, String> found = new TreeMap<>();
  private final DocTrees docs;

  private SourceMeanings(DocTrees docs) {
    this.docs = docs;
  }

  static Map<String, String> read(Path sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.walk(sources)) {
      List<Path> java = all.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(java));
      SourceMeanings meanings = new SourceMeanings(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        String name = String.valueOf(unit.getPackageName());
        meanings.scan(unit, ReferenceTexts.belowModule(name));
      }
      return meanings.found;
    }
  }

  @Override
  public Void visitClass(ClassTree type, String around) {
    String name =
        around.isEmpty() ? type.getSimpleName().toString() : around + "." + type.getSimpleName();
    DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
    if (comment != null) {
      note(name, comment.getFullBody());
      found.computeIfPresent(name, (key, text) -> text.split(SENTENCE_END, 2)[0]);
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param) {
          note(name + "#" + param.getName(), param.getDescription());
        }
      }
    }
    return super.visitClass(type, name);
  }

  @Override
  public Void visitMethod(MethodTree method, String type) {
    if (method.getParameters().isEmpty()) {
      comment(type + "#" + method.getName() + "()");
    }
    return null;
  }

  @Override
  public Void visitVariable(VariableTree variable, String type) {
    comment(type + "#" + variable.getName());
    return null;
  }

  private void comment(String key) {
    DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
    if (comment != null) {
      note(key, comment.getFullBody());
    }
  }

  private void note(String key, List<? extends DocTree> text) {
    String words = text.stream().map(DocTree::toString).collect(Collectors.joining());
    String plain =
        words
            .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
            .replaceAll("\\{@link(?:plain)?\\s+(?:[\\w.]*#)?([\\w.]+)[^}]*}", "$1")
            .replaceAll("<p>", "")
            .replace("&lt;", "<")
            .replaceAll("\\s+", " ")
            .strip();
    if (!plain.isEmpty()) {
      found.putIfAbsent(key, plain);
    }
  }
}
