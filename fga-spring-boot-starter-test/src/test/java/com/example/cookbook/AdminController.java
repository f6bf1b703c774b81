package com.example.cookbook;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/admin")
@RequiresPermission("org:manage")
class AdminController {

	@GetMapping("/settings")
	String settings() {
		return "The settings";
	}

	@GetMapping("/invoices")
	@RequiresPermission("org:bill")
	String invoices() {
		return "The invoices";
	}

	@GetMapping("/help")
	@NoPermissionRequired
	String help() {
		return "How to manage an organization";
	}

}
