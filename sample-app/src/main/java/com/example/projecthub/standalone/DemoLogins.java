package com.example.projecthub.standalone;

import java.util.List;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints where to log in, and a request for each of the people, ready to be pasted into a
 * shell.
 */
@Component
@Profile("standalone")
class DemoLogins {

	private final Environment environment;

	DemoLogins(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		String url = "http://localhost:" + this.environment.getProperty("local.server.port", "8080");
		StringBuilder text = new StringBuilder("Log in at %s/login, or try:%n%n".formatted(url));
		for (String name : List.of("alice", "bob", "carol", "dave")) {
			text.append("curl -i %s/api/projects/web -u %s:%s%n".formatted(url, name, name));
		}
		System.out.println(text);
	}

}
