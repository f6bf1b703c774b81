package com.example.projecthub.trail;

import java.net.URI;
import java.time.Duration;

import com.workos.WorkOS;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Lets the Authorization API be slow or out of reach, and revokes the caller's session as
 * an administrator of WorkOS could. Only with the emulator.
 */
@Controller
@ConditionalOnBooleanProperty("fga.emulator.enabled")
@NoPermissionRequired
class EmulatorSwitches {

	private static final Fault AUTHORIZATION = Fault.on("/authorization/**");

	private final FgaEmulator emulator;

	private final WorkOS workos;

	private volatile Health health = Health.WELL;

	EmulatorSwitches(FgaEmulator emulator, WorkOS workos) {
		this.emulator = emulator;
		this.workos = workos;
	}

	/**
	 * Has the emulator tell this application of changes, such as a revoked session. The
	 * port is not known before.
	 */
	@EventListener
	void subscribe(ApplicationReadyEvent ready) {
		Environment environment = ready.getApplicationContext().getEnvironment();
		String port = environment.getProperty("local.server.port");
		if (port != null) {
			this.emulator.addWebhook(URI.create("http://localhost:" + port + "/fga/webhooks"),
					environment.getRequiredProperty("fga.webhooks.secret"));
		}
	}

	Health health() {
		return this.health;
	}

	@PostMapping("/emulator/health")
	String setHealth(@RequestParam Health health, @RequestParam(defaultValue = "/") String page) {
		this.emulator.clearFaults();
		switch (health) {
			case SLOW -> this.emulator.inject(AUTHORIZATION.delay(Duration.ofMillis(400)));
			case DOWN -> this.emulator.inject(AUTHORIZATION.resetConnection());
			case WELL -> {
			}
		}
		this.health = health;
		return "redirect:" + local(page);
	}

	@PostMapping("/emulator/revocation")
	String revokeSession(@AuthenticationPrincipal FgaSession session) {
		if (session.sessionId() != null) {
			this.workos.getUserManagement().revokeSession(session.sessionId());
		}
		return "redirect:/";
	}

	private static String local(String page) {
		return page.matches("/(?!/)[A-Za-z0-9/_-]*") ? page : "/";
	}

	/**
	 * How the emulated Authorization API does.
	 */
	enum Health {

		/**
		 * Answers at once.
		 */
		WELL,

		/**
		 * Answers late.
		 */
		SLOW,

		/**
		 * Does not answer.
		 */
		DOWN

	}

}
