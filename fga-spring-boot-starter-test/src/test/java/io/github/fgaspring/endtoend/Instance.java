package io.github.fgaspring.endtoend;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One of several instances of an application, each with a port of its own.
 */
final class Instance implements AutoCloseable {

	static final String WEBHOOK_SECRET = "whsec_test";

	private final ConfigurableApplicationContext context;

	private final int port;

	private final LoadGenerator clients;

	private Instance(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		this.clients = new LoadGenerator(this.port);
	}

	/**
	 * Starts an instance that knows the emulator by its address only.
	 * @param properties further properties, each as {@code name=value}
	 */
	static Instance start(FgaEmulator emulator, String... properties) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		arguments.add("--fga.base-url=" + emulator.baseUrl());
		arguments.add("--fga.api-key=" + emulator.apiKey());
		arguments.add("--fga.client-id=" + emulator.clientId());
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new Instance(SpringApplication.run(LiveChangesApplication.class, arguments.toArray(String[]::new)));
	}

	URI webhook() {
		return URI.create("http://127.0.0.1:" + this.port + "/fga/webhooks");
	}

	CompletableFuture<Answer> send(String uri, String token) {
		return this.clients.send(uri, token);
	}

	int get(String uri, String token) {
		return send(uri, token).join().status();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
