package io.github.fgaspring.benchmarks.application.variant;

import java.util.List;

import io.github.fgaspring.benchmarks.application.JvmProcess;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/**
 * An application with the libraries that a project would have for it, and no others.
 */
public enum Variant {

	/**
	 * No security on the class path.
	 */
	UNPROTECTED(UnprotectedApplication.class),

	/**
	 * The same, and a filter that looks the token up in a map.
	 */
	BARE_FILTER(BareFilterApplication.class),

	/**
	 * Spring Boot's resource server with a public key, and {@code @PreAuthorize}.
	 */
	STOCK(StockApplication.class, "org.springframework.boot:spring-boot-starter-security-oauth2-resource-server"),

	/**
	 * This project's starter.
	 */
	STARTER(StarterApplication.class, "io.github.fgaspring:fga-spring-boot-starter");

	private static final String WEB = "org.springframework.boot:spring-boot-starter-webmvc";

	private final Class<?> application;

	private final List<String> dependencies;

	Variant(Class<?> application) {
		this.application = application;
		this.dependencies = List.of(WEB);
	}

	Variant(Class<?> application, String dependency) {
		this.application = application;
		this.dependencies = List.of(WEB, dependency);
	}

	/**
	 * Start the application in this JVM.
	 * @param args the name of the variant, and the properties
	 */
	public static void main(String[] args) {
		JvmProcess.endWithParent();
		Environment environment = SpringApplication.run(valueOf(args[0]).application, args).getEnvironment();
		JvmProcess.reportReady(environment.getRequiredProperty("local.server.port", int.class));
	}

	/**
	 * What the project of such an application would name as dependencies.
	 * @return group and artifact of each
	 */
	public List<String> dependencies() {
		return this.dependencies;
	}

}
