import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/** One node for tests and demos: `SingleNode HOME HOST PORT`. It answers on one address and joins no other node. */
public final class SingleNode extends Node {
  private static final String NAME = "integrates-local";

  /** The modules that the service uses: HTTP, analysis of words, number and date fields, reindexing, scripts. */
  private static final String[] MODULES = {
    "org.opensearch.transport.Netty4ModulePlugin",
    "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
    "org.opensearch.index.mapper.MapperExtrasModulePlugin",
    "org.opensearch.index.reindex.ReindexModulePlugin",
    "org.opensearch.painless.PainlessModulePlugin",
  };

  private SingleNode(Path home, Settings settings) {
    super(
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> NAME),
        Stream.of(MODULES).map(SingleNode::describe).toList(),
        true);
  }

  private static PluginInfo describe(String module) {
    String runtime = String.valueOf(Runtime.version().feature());
    return new PluginInfo(module, "on the class path", "none", Version.CURRENT, runtime, module, List.of(), false);
  }

  private static Settings settings(Path home, String host, String port) {
    return Settings.builder()
        .put("path.home", home.toString())
        .put("cluster.name", NAME)
        .put("node.name", NAME)
        .put("network.host", host)
        .put("http.port", port)
        .put("transport.port", "0")
        .put("discovery.type", "single-node")
        .put("action.auto_create_index", false)
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .put("node.processors", 2)
        .build();
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    for (String folder : new String[] {"config", "modules", "plugins"}) {
      Files.createDirectories(home.resolve(folder));
    }
    CountDownLatch stopped = new CountDownLatch(1);
    SingleNode node = new SingleNode(home, settings(home, arguments[1], arguments[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped)));
    node.start();
    stopped.await();
  }

  private static void stop(Node node, CountDownLatch stopped) {
    try {
      node.close();
    } catch (IOException error) {
      System.err.println("the node did not close: " + error);
    } finally {
      stopped.countDown();
    }
  }
}
