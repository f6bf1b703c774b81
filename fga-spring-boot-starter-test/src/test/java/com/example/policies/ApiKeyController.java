package com.example.policies;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ApiKeyController {

	@PostMapping("/api-keys")
	@RequiresPermission("api-key:create")
	@RequiresRecentAuthentication("5m")
	String create() {
		return "key_secret";
	}

}
