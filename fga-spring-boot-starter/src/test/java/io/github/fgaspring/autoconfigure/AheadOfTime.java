package io.github.fgaspring.autoconfigure;

import java.util.function.Consumer;

import io.github.fgaspring.support.WorkOsStub;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

/**
 * A web application that is processed ahead of time, and then run.
 */
final class AheadOfTime {

	private final TestGenerationContext generation = new TestGenerationContext();

	private final ClassName initializer;

	private AheadOfTime(Class<?> application, String... buildProperties) {
		AnnotationConfigServletWebApplicationContext context = new AnnotationConfigServletWebApplicationContext();
		context.register(WebContexts.Application.class, application);
		TestPropertyValues.of(buildProperties).applyTo(context);
		try (context) {
			this.initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
		}
		this.generation.writeGeneratedContent();
	}

	/**
	 * Processes an application, in a build that knows nothing of the WorkOS it will ask.
	 */
	static AheadOfTime process(Class<?> application, String... buildProperties) {
		return new AheadOfTime(application, buildProperties);
	}

	RuntimeHints hints() {
		return this.generation.getRuntimeHints();
	}

	/**
	 * Compiles what was generated, and starts it once.
	 */
	void run(WorkOsStub workOs, Consumer<GenericWebApplicationContext> test) {
		compile((generated) -> run(generated, workOs, test));
	}

	/**
	 * Compiles what was generated, to be started as often as desired.
	 */
	@SuppressWarnings("unchecked")
	void compile(Consumer<ApplicationContextInitializer<ConfigurableApplicationContext>> test) {
		TestCompiler.forSystem()
			.with(this.generation)
			.compile((compiled) -> test
				.accept(compiled.getInstance(ApplicationContextInitializer.class, this.initializer.toString())));
	}

	static void run(ApplicationContextInitializer<ConfigurableApplicationContext> generated, WorkOsStub workOs,
			Consumer<GenericWebApplicationContext> test, String... properties) {
		try (GenericWebApplicationContext context = new GenericWebApplicationContext(new MockServletContext())) {
			TestPropertyValues.of(workOs.properties()).and(properties).applyTo(context);
			generated.initialize(context);
			context.refresh();
			test.accept(context);
		}
	}

}
