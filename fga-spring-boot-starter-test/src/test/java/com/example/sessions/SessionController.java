package com.example.sessions;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.FgaRevocations;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController {

	private final FgaRevocations revocations;

	SessionController(FgaRevocations revocations) {
		this.revocations = revocations;
	}

	@PostMapping("/me/log-out-everywhere")
	void logOutEverywhere(FgaSession session) {
		this.revocations.revoke(FgaScope.user(session.userId()));
	}

}
