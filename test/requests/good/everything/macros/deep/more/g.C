void g(){}
