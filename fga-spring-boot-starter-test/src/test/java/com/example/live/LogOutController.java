package com.example.live;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.FgaRevocations;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LogOutController {

	private final FgaRevocations revocations;

	LogOutController(FgaRevocations revocations) {
		this.revocations = revocations;
	}

	@PostMapping("/me/log-out-everywhere")
	@NoPermissionRequired
	void logOutEverywhere(FgaSession session) {
		this.revocations.revoke(FgaScope.user(session.userId()));
	}

}
