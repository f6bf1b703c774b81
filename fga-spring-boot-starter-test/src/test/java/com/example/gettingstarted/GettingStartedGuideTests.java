package com.example.gettingstarted;

import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.example.guide.Guide;
import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guide for newcomers is followed: its files are put into a new project, compiled and
 * run, and its commands are sent.
 */
class GettingStartedGuideTests {

	private static final Pattern FILE = Pattern.compile("`(src/[^`]*)`[^`]*:\\n\\n```\\w+\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private final Guide guide = Guide.read("getting-started.md");

	@Test
	void filesOfTheGuideMakeAnApplicationThatAnswersAsItSays(@TempDir Path folder) throws Exception {
		try (NewProject project = new NewProject(folder)) {
			addFiles(project);
			assertThat(project.compile()).isZero();
			List<String> shell = this.guide.blocks("shell");
			assertThat(shell.get(1))
				.isEqualTo("mvn spring-boot:run -Dspring-boot.run.arguments=--fga.emulator.port=4100\n");
			try (ConfigurableApplicationContext context = start(project, "--server.port=0", "--fga.emulator.port=0")) {
				assertThat(answers(Command.in(shell.get(2)), context)).isEqualTo(documentedAnswers());
			}
		}
	}

	@Test
	void testOfTheGuidePasses(@TempDir Path folder) throws Exception {
		try (NewProject project = new NewProject(folder)) {
			addFiles(project);
			assertThat(project.compile()).isZero();
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			Class<?> test = project.load("ProjectControllerTests");
			project.within(() -> {
				LauncherFactory.create()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(test))
						.build(), listener);
				return null;
			});
			assertThat(listener.getSummary().getFailures()).isEmpty();
			assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(2);
		}
	}

	@Test
	void lastStepConnectsWithWorkOsAndTheProfileWithTheEmulator(@TempDir Path folder) throws Exception {
		List<String> yaml = this.guide.blocks("yaml");
		assertThat(yaml).hasSize(4);
		try (NewProject project = new NewProject(folder)) {
			addFiles(project);
			project.add("src/main/resources/application.yaml", yaml.get(2));
			project.add("src/main/resources/application-local.yaml", yaml.get(3));
			assertThat(project.compile()).isZero();
			assertThat(this.guide.blocks("shell")).last()
				.isEqualTo("mvn spring-boot:run -Dspring-boot.run.profiles=local\n");
			try (ConfigurableApplicationContext context = start(project, "--server.port=0", "--fga.emulator.port=0",
					"--spring.profiles.active=local")) {
				assertThat(context.getBean(FgaConnectionDetails.class).getBaseUrl())
					.isEqualTo(context.getBean(FgaEmulator.class).baseUrl());
				assignAsTheGuideSays(context.getBean(FgaEmulator.class));
				List<Integer> answers = answers(Command.in(this.guide.blocks("shell").get(2)), context);
				assertThat(answers).as("With a role on the other project too").containsExactly(200, 200, 401);
			}
			try (ConfigurableApplicationContext context = start(project, "--server.port=0",
					"--WORKOS_API_KEY=sk_test_guide", "--WORKOS_CLIENT_ID=client_guide")) {
				assertThat(context.getBeanProvider(FgaEmulator.class)).isEmpty();
				FgaConnectionDetails workos = context.getBean(FgaConnectionDetails.class);
				assertThat(workos.getApiKey()).isEqualTo("sk_test_guide");
				assertThat(workos.getClientId()).isEqualTo("client_guide");
			}
		}
	}

	@Test
	void xmlBlocksNameModulesOfThisVersion() throws Exception {
		List<String> blocks = this.guide.blocks("xml");
		assertThat(blocks).hasSize(2);
		String parent = Files.readString(Guide.ROOT.resolve("pom.xml"));
		assertThat(blocks.get(0)).contains("<artifactId>fga-bom</artifactId>", "<type>pom</type>",
				"<scope>import</scope>");
		String own = parent.substring(parent.indexOf("</parent>"));
		String version = own.substring(own.indexOf("<version>"), own.indexOf("</version>"));
		assertThat(blocks.get(0)).contains(version + "</version>");
		assertThat(artifacts(blocks.get(1)))
			.containsExactly("fga-spring-boot-starter", "fga-emulator", "fga-spring-boot-starter-test")
			.allSatisfy((artifact) -> assertThat(parent).contains("<module>" + artifact + "</module>"));
	}

	@Test
	void bomManagesWhatTheGuideAdds() throws Exception {
		Path bom = Guide.ROOT.resolve("fga-bom/pom.xml");
		assertThat(artifacts(Files.readString(bom).replaceAll("<\\?xml.*?\\?>", "")))
			.containsAll(artifacts(this.guide.blocks("xml").get(1)));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

	/**
	 * The files that the guide names, up to the step that changes them.
	 */
	private void addFiles(NewProject project) {
		String text = this.guide.text();
		List<String> names = FILE.matcher(text.substring(0, text.indexOf("## 7."))).results().map((file) -> {
			project.add(file.group(1), file.group(2));
			return Path.of(file.group(1)).getFileName().toString();
		}).toList();
		assertThat(names).containsExactly("fga-emulator.yaml", "application.yaml", "ProjectController.java",
				"ProjectControllerTests.java");
	}

	private static ConfigurableApplicationContext start(NewProject project, String... arguments) throws Exception {
		return project.within(() -> {
			ResourceLoader resources = new DefaultResourceLoader(Thread.currentThread().getContextClassLoader());
			return new SpringApplication(resources, project.load("DemoApplication")).run(arguments);
		});
	}

	/**
	 * Sends the commands, of which the first one gets the token for the others.
	 */
	private static List<Integer> answers(List<Command> commands, ConfigurableApplicationContext context)
			throws Exception {
		String emulator = context.getBean(FgaEmulator.class).baseUrl().toString();
		String application = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
		HttpResponse<String> signedIn = commands.get(0).run((word) -> word.replace("http://localhost:4100", emulator));
		Matcher token = Pattern.compile(".*\"token\":\"([^\"]*)\".*").matcher(signedIn.body());
		assertThat(token.matches()).isTrue();
		List<Integer> answers = new ArrayList<>();
		for (Command command : commands.subList(1, commands.size())) {
			answers.add(command
				.run((word) -> word.replace("http://localhost:8080", application).replace("$TOKEN", token.group(1)))
				.statusCode());
		}
		return answers;
	}

	private List<Integer> documentedAnswers() {
		List<Integer> answers = Arrays.stream(this.guide.text().split("\\n"))
			.filter((line) -> line.startsWith("| the project"))
			.map((line) -> Integer.valueOf(line.split("\\|")[2].trim()))
			.toList();
		assertThat(answers).containsExactly(200, 403, 401);
		return answers;
	}

	/**
	 * Sends what the guide sends to WorkOS.
	 */
	private void assignAsTheGuideSays(FgaEmulator emulator) throws IOException, InterruptedException {
		List<HttpResponse<String>> answers = new ArrayList<>();
		for (Command command : Command.in(this.guide.blocks("shell").get(4))) {
			answers.add(command.run((word) -> word.replace("https://api.workos.com", emulator.baseUrl().toString())
				.replace("$WORKOS_API_KEY", emulator.apiKey())
				.replace("ORGANIZATION", "org_acme")
				.replace("MEMBERSHIP", "om_alice")));
		}
		assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 201, 201);
		assertThat(answers.get(0).body()).contains("\"id\":\"om_alice\"");
	}

	private static List<String> artifacts(String xml) throws Exception {
		Element root = DocumentBuilderFactory.newDefaultInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader("<all>" + xml + "</all>")))
			.getDocumentElement();
		return IntStream.range(0, root.getElementsByTagName("dependency").getLength())
			.mapToObj((index) -> (Element) root.getElementsByTagName("dependency").item(index))
			.map((dependency) -> dependency.getElementsByTagName("artifactId").item(0).getTextContent())
			.toList();
	}

}
