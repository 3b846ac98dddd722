package invoicebook

// word is what headers of a field are called: exactly so, or with that in them.
type word struct {
	field Field
	is    []string // whole headers, canonical
	has   []string // parts of headers
}

// words are what columns of books are called, in English and Chinese, from the
// particular to the general: the first that fits a header has it.
func words() []word {
	return []word{
		{FieldCustomerTaxID, []string{"vat id", "tax id", "tin", "税号"}, []string{"tax number", "vat number", "vat no", "tax registration", "纳税人识别号", "识别号", "信用代码", "税号"}},
		{FieldCustomerEmail, []string{"email", "e-mail", "邮箱"}, []string{"email", "e-mail", "邮箱", "电子邮件"}},
		{FieldCustomerRef, []string{"customer id", "client id", "account id", "customer code", "客户编号", "客户代码"}, []string{"customer no", "customer number", "customer id", "customer code", "client no", "client code", "debtor", "客户编号", "客户编码", "客户代码"}},
		{FieldCustomerName, []string{"customer", "client", "buyer", "bill to", "sold to", "contact", "name", "客户", "购方", "甲方"}, []string{"customer", "client", "company", "buyer", "bill to", "客户", "购买方", "购方", "单位名称", "甲方", "公司名称"}},
		{FieldServiceFrom, []string{"from", "start", "service start", "开始", "起"}, []string{"service from", "period start", "start date", "period from", "service start", "服务开始", "开始日期", "起始", "期间起", "起日"}},
		{FieldServiceUntil, []string{"to", "until", "end", "service end", "结束", "止"}, []string{"service until", "service to", "period end", "end date", "period to", "service end", "服务结束", "结束日期", "截止", "终止", "期间止", "止日"}},
		{FieldIssueDate, []string{"date", "issued", "invoice date", "日期", "开票日期"}, []string{"invoice date", "issue date", "issued", "billing date", "document date", "posting date", "开票日", "开票时间", "开具日期", "单据日期", "发票日期", "记账日期"}},
		{FieldLineID, []string{"line", "line no", "line id", "行号", "序号"}, []string{"line no", "line number", "line id", "行号", "序号"}},
		{FieldDocument, []string{"invoice", "number", "no", "no.", "document", "invoice #", "发票", "单号"}, []string{"invoice no", "invoice num", "invoice id", "invoice ref", "document no", "document num", "doc no", "inv no", "发票号", "单据号", "单据编号", "发票编号", "凭证号", "账单编号"}},
		{FieldEngagement, nil, []string{"engagement type", "type of work", "合作类型", "业务类型"}},
		{FieldProject, []string{"project", "job", "项目", "合同"}, []string{"project", "contract", "engagement", "purchase order", "项目名", "项目编号", "项目号", "合同"}},
		{FieldCategory, []string{"category", "类别", "服务类别", "分类"}, []string{"category", "类别", "分类"}},
		{FieldProvider, []string{"cloud", "provider", "云"}, []string{"cloud provider", "provider", "云厂商", "云平台", "云服务商"}},
		{FieldItemCode, []string{"item", "sku", "code", "编码"}, []string{"item code", "item no", "product code", "sku", "article", "商品编码", "产品编码", "物料", "服务编码", "货号"}},
		{FieldAccountCode, []string{"account", "gl account", "科目"}, []string{"account code", "gl account", "revenue account", "科目"}},
		{FieldCurrency, []string{"currency", "curr", "ccy", "币种", "币别"}, []string{"currency", "币种", "币别", "货币"}},
		{FieldTaxRate, []string{"vat %", "tax %", "税率"}, []string{"tax rate", "vat rate", "税率", "征收率"}},
		{FieldTax, []string{"tax", "vat", "gst", "税额"}, []string{"tax amount", "vat amount", "税额", "税金"}},
		{FieldDiscountPercent, []string{"discount %"}, []string{"discount rate", "discount percent", "折扣率"}},
		{FieldDiscountAmount, []string{"discount", "折扣"}, []string{"discount", "折扣额", "折扣金额"}},
		{FieldQuantity, []string{"qty", "quantity", "hours", "days", "数量", "工时", "人天"}, []string{"quantity", "qty", "数量", "工时", "人天", "人日"}},
		{FieldUnitPrice, []string{"price", "rate", "unit price", "单价"}, []string{"unit price", "unit amount", "price per", "hourly rate", "daily rate", "单价"}},
		{FieldDebit, []string{"debit", "借方"}, []string{"debit", "借方"}},
		{FieldCredit, []string{"credit", "贷方"}, []string{"credit amount", "贷方"}},
		{FieldAmount, []string{"net", "amount", "fee", "fees", "total", "revenue", "金额", "收入", "不含税金额", "服务费"}, []string{"net amount", "line total", "line amount", "amount", "net ", "subtotal", "excl", "revenue", "fee", "不含税", "金额", "收入", "价款", "服务费", "含税", "gross", "价税合计"}},
		{FieldDescription, []string{"description", "text", "memo", "details", "service", "描述", "摘要", "内容", "备注"}, []string{"description", "details", "narrative", "memo", "particulars", "服务内容", "服务名称", "货物或应税劳务", "商品名称", "项目内容", "摘要", "说明", "描述"}},
	}
}

// withTax and withoutTax tell amounts apart by their header.
func withTax() []string {
	return []string{"gross", "incl", "含税", "价税合计", "with tax", "with vat"}
}

func withoutTax() []string {
	return []string{"net", "excl", "不含税", "未税", "without tax", "without vat"}
}

// totalWords begin rows that sum up others.
func totalWords() []string {
	return []string{"total", "grand total", "subtotal", "sum", "totals", "summe", "合计", "总计", "小计", "本页合计", "累计"}
}

// datePatterns are the ways of writing days that a guess tries.
func datePatterns() []string {
	return []string{"iso", "d.m.yyyy", "d/m/yyyy", "m/d/yyyy", "yyyy/m/d", "yyyy年m月d日", "yyyy.m.d", "d mmm yyyy", "mmm d, yyyy", "d-mmm-yyyy", "yyyymmdd", "d.m.yy", "d/m/yy", "m/d/yy", "m/d/yyyy h:mm", "d/m/yyyy h:mm"}
}

// DatePatterns lists the patterns that an editor offers.
func DatePatterns() []string { return datePatterns() }
