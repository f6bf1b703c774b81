package com.example.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class ProjectApplication {

}
