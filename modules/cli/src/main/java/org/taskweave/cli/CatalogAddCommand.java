package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ItemsRecipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.log.ItemFile;
import org.taskweave.data.log.ReadTable;
import org.taskweave.data.log.TableReader;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.CatalogAddition;
import org.taskweave.zoo.EncoderLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = {
      "Writes a bundle that also knows new items, by their texts and without training.",
      "A new item's vector is what the model makes of its text, its own learned vector is zero, and",
      "its bias is the mean one. Scores of the other items do not change."
    })
final class CatalogAddCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Option(
      names = "--items",
      required = true,
      paramLabel = "FILE",
      description =
          "The new items: a CSV file in UTF-8 with the columns id and text; for a recipe with"
              + " data.items a file like its own, with the same columns.")
  private Path items;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "BUNDLE",
      description = "Where the new bundle is written: a folder, or a .zip file; not there yet.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new InvalidInputException("--out " + out + ": is there already: name another one");
    }
    PrintWriter lines = spec.commandLine().getOut();
    try (ModelBundle loaded = ModelBundle.load(bundle)) {
      List<ItemCatalog.Item> added = read(loaded, lines);
      CatalogAddition.check(loaded, added);
      try (ModelBundle larger =
          CatalogAddition.to(
              loaded,
              added,
              EncoderLoader.load(loaded.recipe().encoder(), loaded.recipe().seed(), Path.of("")))) {
        larger.save(out);
        lines.println(
            String.format(
                Locale.ROOT,
                "%,d items added to %,d: %s",
                added.size(),
                loaded.catalog().size(),
                out));
      }
      ItemsRecipe recipe = loaded.recipe().items();
      if (recipe.ids() && recipe.idDropout() == 0) {
        lines.println(
            "The bundle was trained without items.idDropout: its model never learned to know an item"
                + " by its text alone, so new items may rank badly.");
      }
    }
    lines.flush();
    return 0;
  }

  /** The file's items; those of a table have what it says of them. */
  private List<ItemCatalog.Item> read(ModelBundle loaded, PrintWriter lines) {
    RecipeTree tree = RecipeTree.of(loaded.recipe());
    if (loaded.recipe().data().items().isEmpty()) {
      return ItemFile.read(items);
    }
    TableRecipe table =
        tree.with("data.items.files", List.of(items.toAbsolutePath().toString()))
            .bind()
            .data()
            .items()
            .orElseThrow();
    Set<String> known =
        loaded.catalog().items().stream().map(ItemCatalog.Item::id).collect(Collectors.toSet());
    ReadTable read = TableReader.items(table, Path.of("")).read(known, Path.of("quarantine"));
    lines.println(read.report());
    return new ItemCatalog(List.of()).with(read.table(), Long.MAX_VALUE).items();
  }
}
